// Sentences, dates and sizes in the language of the page, and the two ways to make an element.
// Text from outside only ever becomes textContent: there is no innerHTML in this page.

let texts = {};
let language = "en";
let practiceNow = new Date();

export function speak(state) {
  texts = state.texts;
  language = state.language;
  document.documentElement.lang = language;
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}

export function t(key, fillings = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (gap, name) => fillings[name] ?? gap);
}

export function setNow(moment) {
  practiceNow = new Date(moment);
}

export function clockText() {
  return format(practiceNow, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function timeText(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit" });
}

export function dayText(moment) {
  return format(moment, { weekday: "long", day: "numeric", month: "long" });
}

// Telegram's formats of a moment: r, or any of w (weekday), d/D (date), t/T (time), short and long.
export function momentText(unixTime, wanted, fallback) {
  const moment = new Date(unixTime * 1000);
  if (!wanted) return fallback;
  if (wanted === "r") return relativeText(moment);
  const options = {};
  if (wanted.includes("w")) options.weekday = "long";
  if (wanted.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (wanted.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(wanted)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (wanted.includes("T")) options.second = "2-digit";
  return format(moment, options);
}

function relativeText(moment) {
  const seconds = (moment - practiceNow) / 1000;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export function sizeText(bytes) {
  const [unit, size] = bytes < 1000 ? ["byte", 1] : bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / size);
}

function format(moment, options) {
  return new Intl.DateTimeFormat(language, options).format(moment);
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function icon(name, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  svg.append(use);
  return svg;
}

export function button(className, label, act) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

export function iconButton(name, label, act) {
  const element = button("icon", "", act);
  element.append(icon(name));
  element.title = label;
  element.setAttribute("aria-label", label);
  return element;
}

export function face(id, name, isBot) {
  const element = make("span", isBot ? "face bot" : `face hue-${Math.abs(id) % 6}`);
  element.setAttribute("aria-hidden", "true");
  if (isBot) element.append(icon("nightjar"));
  else element.textContent = [...name][0] ?? "?";
  return element;
}
