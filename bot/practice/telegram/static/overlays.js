// What lies over the chat: the viewer of documents, menus, the drawer on a phone, short messages, light and dark.

import { button, make } from "./words.js";

const $ = (id) => document.getElementById(id);

// --- documents

export async function openDocument(message) {
  const answer = await fetch(`document?chat=${message.chat}&message=${message.id}`);
  if (!answer.ok) return;
  const file = await answer.json();
  $("viewer-name").textContent = file.name;
  $("viewer-text").textContent = file.text;
  $("viewer-save").download = file.name;
  $("viewer-save").href = URL.createObjectURL(new Blob([file.text], { type: "text/plain" }));
  $("viewer").showModal();
  $("viewer-text").focus();
}

$("viewer-close").addEventListener("click", () => $("viewer").close());
$("viewer").addEventListener("close", () => URL.revokeObjectURL($("viewer-save").href));
$("viewer-wrap").addEventListener("change", () => $("viewer-text").classList.toggle("long", !$("viewer-wrap").checked));

// --- menus: entries are [title, note, act]

export function openMenu(entries) {
  $("menu").replaceChildren(...entries.map(([title, note, act]) => {
    const element = button("entry", "", () => {
      closeMenu();
      act();
    });
    element.setAttribute("role", "menuitem");
    element.append(make("b", "", title), make("span", "", note));
    return element;
  }));
  $("menu").hidden = false;
  $("menu").querySelector("button")?.focus();
}

export function closeMenu() {
  $("menu").hidden = true;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("#menu, #commands, #place, #tray")) closeMenu();
});

// --- short messages

let toastEnds = 0;

export function notify(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => $("toast").classList.remove("shown"), 3500);
}

// --- the drawer on a phone

function openDrawer(open) {
  $("drawer").classList.toggle("open", open);
  $("veil").hidden = !open;
  $("panel").setAttribute("aria-expanded", String(open));
  if (open) $("seats").querySelector(".now")?.focus();
}

export const closeDrawer = () => openDrawer(false);

$("veil").addEventListener("click", closeDrawer);
$("panel").addEventListener("click", () => openDrawer(!$("drawer").classList.contains("open")));

// --- light and dark

$("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
});
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
