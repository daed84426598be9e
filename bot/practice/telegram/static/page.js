// The chat page: who looks at which chat, what is drawn, what is sent. One snapshot, then a stream of events.

import { bubble, settle } from "./bubbles.js";
import { closeDrawer, closeMenu, notify, openDocument, openMenu } from "./overlays.js";
import { button, clockText, dayText, face, icon, make, setNow, speak, t } from "./words.js";

const $ = (id) => document.getElementById(id);

const PLACES = [["Berlin", 52.52, 13.405], ["London", 51.507, -0.128], ["New York", 40.713, -74.006], ["São Paulo", -23.55, -46.633], ["Tokyo", 35.677, 139.65]];
const QUERY_LIFE_MS = 15000;

let seats = [];
let seat = null;
let thread = null;
let context = null; // {kind: "reply" | "edit", message}
let botId = 0;
let stream = null;
const chats = new Map(); // chat id → Map of message id → message
const rings = new Map(); // chat id → number
const unread = new Map(); // chat id → number
const pressed = new Map(); // "message:data" → query id, while the answer is awaited
const usedTrays = new Set();

// --- beginning

async function begin() {
  const state = await (await fetch(`state${location.search}`)).json();
  speak(state);
  botId = state.bot.id;
  setNow(state.now);
  learn(state);
  for (const [id, messages] of Object.entries(state.chats)) {
    chats.set(Number(id), new Map(messages.map((message) => [message.id, message])));
    rings.set(Number(id), messages.filter((message) => message.rings).length);
  }
  label();
  drawControls(state.controls);
  document.querySelector(".app").hidden = false;
  enter(seats.find((one) => one.id === sessionStorage.getItem("seat")) ?? seats[0]);
  listen(state.seq);
}

function learn(state) {
  seats = state.seats;
  if (seat) seat = seats.find((one) => one.id === seat.id) ?? seat;
  for (const one of seats) if (!chats.has(one.chat)) chats.set(one.chat, new Map());
}

function label() {
  const labels = { theme: "theme", panel: "panel", newest: "newest", commands: "commands", place: "place", block: "block", send: "send", "context-close": "cancel", "viewer-close": "close" };
  for (const [id, key] of Object.entries(labels)) {
    $(id).title = t(key);
    $(id).setAttribute("aria-label", t(key));
  }
  $("text").placeholder = t("message");
  $("text").setAttribute("aria-label", t("message"));
}

// --- what happened

function listen(after) {
  stream = new EventSource(`events?after=${after}`);
  stream.onmessage = (event) => happen(JSON.parse(event.data));
  stream.onerror = () => document.body.classList.add("offline") || $("subtitle").replaceChildren(t("offline"));
  stream.onopen = () => {
    if (!document.body.classList.contains("offline")) return;
    document.body.classList.remove("offline");
    drawHead();
  };
}

async function happen(deed) {
  setNow(deed.at);
  $("now").textContent = clockText();
  if (deed.kind === "tick") return;
  if (deed.kind === "seats" || (deed.chat && !chats.has(deed.chat))) await relearn();
  const messages = chats.get(deed.chat);
  if (deed.kind === "message") arrive(messages, deed);
  if (deed.kind === "edit" || deed.kind === "mark") change(messages, deed);
  if (deed.kind === "delete") remove(messages, deed);
  if (deed.kind === "press") awaitAnswer(deed);
  if (deed.kind === "answer") answer(deed);
  if (deed.kind === "action" && deed.chat === seat.chat) showTyping();
}

async function relearn() {
  learn(await (await fetch(`state${location.search}`)).json());
  drawSeats();
  drawTopics();
  drawBlocked();
}

function arrive(messages, { chat, message }) {
  messages.set(message.id, message);
  if (message.rings) rings.set(chat, (rings.get(chat) ?? 0) + 1);
  if (message.event?.key === "event-topic") relearn();
  if (chat === seat.chat && inThread(message)) {
    const stay = nearEnd() || message.sender.id === seat.person.id;
    const row = append(message);
    row.classList.add("fresh");
    if (stay) toEnd();
    else $("newest").hidden = false;
    hideTyping();
    drawTray(message);
  } else if (message.sender.id === botId) unread.set(chat, (unread.get(chat) ?? 0) + 1);
  if (message.rings) ring(chat);
  drawSeats();
}

function change(messages, { chat, kind, message }) {
  messages.set(message.id, message);
  const old = chat === seat.chat && $("log").querySelector(`[data-id="${message.id}"]`);
  if (!old) return;
  const stay = nearEnd();
  const row = draw(message);
  if (old.classList.contains("follows")) row.classList.add("follows");
  old.replaceWith(row);
  settle(row);
  if (kind === "edit") row.classList.add("changed");
  if (stay) toEnd();
}

function remove(messages, { chat, message }) {
  messages.delete(message.id);
  if (chat === seat.chat) $("log").querySelector(`[data-id="${message.id}"]`)?.remove();
}

function ring(chat) {
  if (chat === seat.chat) drawRings(true);
  if (document.hidden) document.title = `● ${t("title")}`;
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = t("title"); });

// --- buttons that wait for their answer

function awaitAnswer({ chat, message, data, query }) {
  const key = `${chat}:${message.id}:${data}`;
  pressed.set(key, query);
  setTimeout(() => endWait(query), QUERY_LIFE_MS);
  drawWaiting();
}

function answer({ query, person, text, alert }) {
  endWait(query);
  if (person !== seat.person.id || !text) return;
  if (alert) {
    $("alert-text").textContent = text;
    $("alert").showModal();
  } else notify(text);
}

function endWait(query) {
  for (const [key, value] of pressed) if (value === query) pressed.delete(key);
  drawWaiting();
}

function drawWaiting() {
  for (const element of $("log").querySelectorAll(".key[data-data]")) {
    const id = element.closest(".row").dataset.id;
    element.classList.toggle("waiting", pressed.has(`${seat.chat}:${id}:${element.dataset.data}`));
  }
}

// --- drawing

function enter(next) {
  seat = next;
  thread = null;
  sessionStorage.setItem("seat", seat.id);
  unread.delete(seat.chat);
  setContext(null);
  closeDrawer();
  drawSeats();
  drawTopics();
  drawLog();
  drawBlocked();
}

function drawHead() {
  $("title").textContent = seat.title;
  const who = seat.group ? t("members", { names: seat.members.join(", ") }) : t(seat.blocked ? "blocked" : "bot");
  $("subtitle").textContent = `${who} · ${t("as", { name: seat.person.name })}`;
  $("face").replaceChildren(face(seat.chat, seat.title, !seat.group));
  drawRings(false);
}

// Who has blocked the bot can take it back, and nothing else: as in Telegram.
function drawBlocked() {
  $("block").hidden = seat.group || seat.blocked;
  $("unblock").hidden = !seat.blocked;
  $("composer").hidden = seat.blocked;
  document.querySelector("footer").classList.toggle("closed", seat.blocked);
  if (seat.blocked) setContext(null);
  drawHead();
}

function drawRings(live) {
  const count = String(rings.get(seat.chat) ?? 0);
  $("ring-count").textContent = count;
  $("rings").title = t("rings", { count });
  $("rings").setAttribute("aria-label", $("rings").title);
  if (live) replay($("rings"), "shake");
}

function replay(element, animation) {
  element.classList.remove(animation);
  void element.offsetWidth; // starts the animation again
  element.classList.add(animation);
}

function drawSeats() {
  $("seats").replaceChildren(...seats.map((one) => {
    const element = button(one.id === seat?.id ? "seat now" : "seat", "", () => enter(one));
    if (one.id === seat?.id) element.setAttribute("aria-current", "true");
    const words = make("span", "words");
    words.append(make("b", "", one.title), make("small", "", t("as", { name: one.person.name })));
    const faces = make("span", "faces");
    faces.append(face(one.chat, one.title, !one.group), face(one.person.id, one.person.name, false));
    element.append(faces, words);
    if (unread.get(one.chat)) element.append(make("span", "count", String(unread.get(one.chat))));
    return element;
  }));
}

function drawTopics() {
  $("topics").hidden = !seat.forum;
  const all = [{ id: null, name: t("general") }, ...seat.topics];
  $("topics").replaceChildren(...all.map((topic) => button(topic.id === thread ? "topic now" : "topic", topic.name, () => {
    thread = topic.id;
    drawTopics();
    drawLog();
  })));
}

const inThread = (message) => !seat.forum || message.thread === thread;

function drawLog() {
  $("log").replaceChildren();
  const shown = [...chats.get(seat.chat).values()].filter(inThread);
  if (!shown.length) drawEmpty();
  for (const message of shown) append(message);
  drawTray([...shown].reverse().find((message) => message.tray));
  drawWaiting();
  toEnd();
}

function drawEmpty() {
  const box = make("div", "empty");
  box.append(icon("nightjar"), make("p", "", t("empty")));
  for (const key of ["try-1", "try-2", "try-3"]) box.append(button("try", t(key), () => say(t(key))));
  $("log").append(box);
}

function append(message) {
  const log = $("log");
  log.querySelector(".empty")?.remove();
  const day = dayText(new Date(message.at));
  if (log.dataset.day !== day || !log.childElementCount) log.append(make("p", "day", day));
  log.dataset.day = day;
  const row = draw(message);
  const before = log.lastElementChild;
  if (before?.dataset.sender === row.dataset.sender && row.dataset.sender) row.classList.add("follows");
  log.append(row);
  settle(row);
  return row;
}

function draw(message) {
  const row = bubble(message, acts, seat.person.id);
  if (!message.event) row.dataset.sender = message.sender.id;
  row.addEventListener("click", (event) => {
    if (event.target.closest("button, a, [role=button]")) return;
    for (const other of $("log").querySelectorAll(".row.open")) if (other !== row) other.classList.remove("open");
    row.classList.toggle("open");
  });
  return row;
}

const nearEnd = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 120;

function toEnd() {
  $("log").scrollTop = $("log").scrollHeight;
  $("newest").hidden = true;
}

let typing = 0;

function showTyping() {
  $("subtitle").textContent = t("typing");
  clearTimeout(typing);
  typing = setTimeout(hideTyping, 5000);
}

function hideTyping() {
  clearTimeout(typing);
  if (!document.body.classList.contains("offline")) drawHead();
}

function drawTray(message) {
  if (message && !message.tray) return;
  const tray = message?.tray;
  const show = tray?.keys.length && !(tray.oneTime && usedTrays.has(message.id));
  $("tray").hidden = !show;
  $("text").placeholder = tray?.placeholder || t("message");
  if (tray?.forcesReply) setContext({ kind: "reply", message });
  if (!show) return;
  $("tray").replaceChildren(...tray.keys.map((row) => {
    const line = make("div", "keys");
    line.append(...row.map((key) => button("key", key.label, () => {
      usedTrays.add(message.id);
      if (tray.oneTime) $("tray").hidden = true;
      if (key.place) openPlaces();
      else say(key.label);
    })));
    return line;
  }));
}

function drawControls(names) {
  document.querySelector(".cluster").classList.toggle("bare", !names.length);
  $("controls").replaceChildren(...names.map((name) => button("control", name, async () => {
    if (await post("control", { name })) notify(t("cluster-begun", { name }));
    closeDrawer();
  })));
}

// --- what a person does

const acts = {
  say,
  press: (message, key, element) => {
    element.classList.add("waiting");
    post("press", { message: message.id, data: key.data, label: key.label }).then((done) => done || element.classList.remove("waiting"));
  },
  reply: (message) => setContext({ kind: "reply", message }),
  edit: (message) => setContext({ kind: "edit", message }),
  jump: (id) => {
    const row = $("log").querySelector(`[data-id="${id}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    replay(row, "changed");
  },
  follow: (address) => {
    let host = "";
    try { host = new URL(address).hostname; } catch { /* not an address */ }
    if (["127.0.0.1", "localhost"].includes(host)) window.open(address, "_blank", "noopener,noreferrer");
    else notify(t("link", { url: address }));
  },
  copy: (text) => navigator.clipboard.writeText(text).then(() => notify(t("copied")), () => notify(t("copy-failed"))),
  openDocument,
};

async function post(path, wish) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ seat: seat.id, ...wish }) });
    if (answer.ok) return true;
    notify(t("refused", { reason: answer.status === 422 ? (await answer.json()).error : answer.status }));
  } catch {
    notify(t("offline"));
  }
  return false;
}

function say(text) {
  const reply_to = context?.kind === "reply" ? context.message.id : null;
  setContext(null);
  return post("say", { text, reply_to, thread });
}

async function submit() {
  const text = $("text").value.trim();
  if (!text) return;
  const editing = context?.kind === "edit" ? context.message : null;
  $("text").value = "";
  grow();
  if (editing) {
    setContext(null);
    await post("edit", { message: editing.id, text });
  } else if (!(await say(text))) $("text").value = text;
}

function setContext(next) {
  if (context?.kind === "edit") $("text").value = "";
  context = next;
  $("context").hidden = !next;
  if (!next) return;
  $("context").querySelector("use").setAttribute("href", next.kind === "edit" ? "#i-pen" : "#i-reply");
  $("context-title").textContent = next.kind === "edit" ? t("editing") : t("replying", { name: next.message.sender.name });
  $("context-text").textContent = (next.message.text || next.message.document?.name || "").replaceAll("\n", " ");
  if (next.kind === "edit") $("text").value = next.message.text;
  $("text").focus();
  grow();
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${Math.min($("text").scrollHeight, 140)}px`;
}

// --- what can be chosen

function openCommands() {
  const fill = (name) => () => {
    $("text").value = `/${name} `;
    $("text").focus();
  };
  const known = seat.commands.length ? seat.commands : [{ name: "start", text: "" }, { name: "help", text: "" }];
  openMenu(known.map(({ name, text }) => [`/${name}`, text, fill(name)]));
}

function openPlaces() {
  const reply_to = context?.kind === "reply" ? context.message.id : null;
  openMenu(PLACES.map(([name, latitude, longitude]) => [name, `${latitude}, ${longitude}`, () => {
    setContext(null);
    post("place", { latitude, longitude, reply_to, thread });
  }]));
}

// --- keys and clicks

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
  if (event.key === "ArrowUp" && !$("text").value) {
    const own = [...chats.get(seat.chat).values()].filter((message) => message.sender.id === seat.person.id && message.text && inThread(message));
    if (own.length) acts.edit(own.at(-1));
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || $("viewer").open || $("alert").open) return;
  if (!$("menu").hidden) closeMenu();
  else if (context) setContext(null);
  else closeDrawer();
  $("text").focus();
});
$("commands").addEventListener("click", openCommands);
$("place").addEventListener("click", openPlaces);
$("block").addEventListener("click", () => post("block", {}));
$("unblock").addEventListener("click", () => post("unblock", {}));
$("context-close").addEventListener("click", () => setContext(null));
$("newest").addEventListener("click", toEnd);
$("log").addEventListener("scroll", () => { if (nearEnd()) $("newest").hidden = true; });
begin();
