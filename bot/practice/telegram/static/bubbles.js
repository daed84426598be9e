// One message as an element: text with its entities, quote, document, place, buttons, marks.

import { button, face, icon, iconButton, make, momentText, sizeText, t, timeText } from "./words.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", spoiler: "span", mention: "span", hashtag: "span",
  cashtag: "span", phone_number: "span", text_mention: "span", custom_emoji: "span", email: "span",
};

// `acts`: say, reply, edit, press, openDocument, jump, notify. `me`: the person who looks.
export function bubble(message, acts, me) {
  if (message.event) return eventLine(message);
  const own = message.sender.id === me;
  const row = make("article", `row ${own ? "own" : "other"}${message.rings ? " rang" : ""}`);
  row.dataset.id = message.id;
  const box = make("div", "bubble");
  if (!own) row.append(face(message.sender.id, message.sender.name, message.sender.bot));
  if (!own) box.append(make("b", `name hue-${Math.abs(message.sender.id) % 6}${message.sender.bot ? " bot" : ""}`, message.sender.name));
  if (message.reply) box.append(quote(message.reply, acts));
  if (message.document) box.append(documentCard(message, acts));
  if (message.location) box.append(place(message.location));
  if (message.text) box.append(body(message, acts));
  box.append(marks(message));
  const column = make("div", "column");
  column.append(box);
  if (message.keyboard.length) column.append(keyboard(message, acts));
  row.append(column, tools(message, own, acts));
  return row;
}

function eventLine(message) {
  const line = make("p", "event", t(message.event.key, message.event));
  line.dataset.id = message.id;
  return line;
}

function quote(reply, acts) {
  const element = button("quote", "", () => acts.jump(reply.id));
  element.append(make("b", "", reply.name || t("deleted")), make("span", "", reply.text.replaceAll("\n", " ")));
  return element;
}

function documentCard(message, acts) {
  const element = button("document", "", () => acts.openDocument(message));
  element.setAttribute("aria-label", t("open", { name: message.document.name }));
  const badge = make("span", "badge");
  badge.append(icon("file"));
  const words = make("span", "words");
  words.append(make("b", "", message.document.name), make("small", "", sizeText(message.document.size)));
  element.append(badge, words);
  return element;
}

function place([latitude, longitude]) {
  const element = make("p", "place");
  element.append(icon("pin"), make("span", "", `${t("place-shared")} ${latitude.toFixed(3)}, ${longitude.toFixed(3)}`));
  return element;
}

function marks(message) {
  const line = make("span", "marks");
  if (message.reaction) line.append(make("span", "reaction", message.reaction));
  if (message.edits) line.append(make("i", "edited", t(message.sender.bot ? "edited-silent" : "edited")));
  if (message.sender.bot) {
    const bell = make("span", message.rings ? "bell" : "bell off");
    bell.append(icon(message.rings ? "bell" : "bell-off"));
    bell.title = t(message.rings ? "rang" : "silent");
    bell.setAttribute("role", "img");
    bell.setAttribute("aria-label", bell.title);
    line.append(bell);
  }
  const time = make("time", "", timeText(new Date(message.at)));
  time.dateTime = message.at;
  line.append(time);
  return line;
}

function tools(message, own, acts) {
  const bar = make("div", "tools");
  bar.append(iconButton("reply", t("reply"), () => acts.reply(message)));
  if (own && message.text) bar.append(iconButton("pen", t("edit"), () => acts.edit(message)));
  return bar;
}

function keyboard(message, acts) {
  const element = make("div", "keyboard");
  for (const row of message.keyboard) {
    const line = make("div", "keys");
    for (const key of row) line.append(inlineButton(message, key, acts));
    element.append(line);
  }
  return element;
}

function inlineButton(message, key, acts) {
  const act = () => {
    if (key.data) acts.press(message, key, element);
    else if (key.url) acts.follow(key.url);
    else acts.copy(key.copy);
  };
  const element = button(`key ${key.style}`, key.label, act);
  element.disabled = key.disabled;
  element.dataset.data = key.data;
  if (key.url) element.append(make("span", "hint", "↗"));
  if (key.copy) element.append(make("span", "hint", "⧉"));
  return element;
}

// --- text with entities: offsets are UTF-16, which is how JavaScript counts

function body(message, acts) {
  const element = make("div", "text");
  fill(element, message.text, 0, message.text.length, [...message.entities], acts);
  return element;
}

function fill(parent, text, start, end, entities, acts) {
  let at = start;
  while (entities.length) {
    const entity = entities.shift();
    const stop = entity.offset + entity.length;
    const inner = [];
    while (entities.length && entities[0].offset < stop) inner.push(entities.shift());
    parent.append(text.slice(at, entity.offset));
    parent.append(piece(entity, text, inner, acts));
    at = stop;
    if (parent.lastChild.dataset.block && text[at] === "\n") at += 1;
  }
  parent.append(text.slice(at, end));
}

function piece(entity, text, inner, acts) {
  const words = text.slice(entity.offset, entity.offset + entity.length);
  const make_inside = (element) => {
    fill(element, text, entity.offset, entity.offset + entity.length, inner, acts);
    return element;
  };
  switch (entity.type) {
    case "pre": return pre(words, entity.language ?? "", acts);
    case "code": return tappable(make("code", "", words), () => acts.copy(words));
    case "bot_command": return tappable(make("span", "command", words), () => acts.say(words));
    case "url": return tappable(make("span", "link", words), () => acts.follow(words));
    case "text_link": return titled(tappable(make_inside(make("span", "link")), () => acts.follow(entity.url)), entity.url);
    case "blockquote": return block(make_inside(make("blockquote")));
    case "expandable_blockquote": return folding(make_inside(make("blockquote", "folding folded")));
    case "date_time": return moment(entity, words);
    default: return make_inside(make(PLAIN[entity.type] ?? "span", `is-${entity.type}`));
  }
}

function pre(words, language, acts) {
  const element = make("div", "pre");
  const head = make("div", "pre-head");
  head.append(make("span", "", language), iconlessCopy(words, acts));
  element.append(head, make("pre", "", words));
  return block(element);
}

function iconlessCopy(words, acts) {
  const copy = button("copy", "⧉", () => acts.copy(words));
  copy.setAttribute("aria-label", t("copied"));
  return copy;
}

function moment(entity, words) {
  const element = make("time", "moment", momentText(entity.unix_time, entity.date_time_format, words));
  element.dateTime = new Date(entity.unix_time * 1000).toISOString();
  element.title = words;
  return element;
}

function folding(element) {
  const toggle = button("fold", t("unfold"), () => {
    const folded = element.classList.toggle("folded");
    toggle.textContent = t(folded ? "unfold" : "fold");
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  toggle.setAttribute("aria-expanded", "false");
  element.append(toggle);
  element.addEventListener("click", (event) => {
    if (event.target === element && element.classList.contains("folded")) toggle.click();
  });
  return block(element);
}

// After the element is on the page: a quotation that is short needs no folding.
export function settle(row) {
  for (const element of row.querySelectorAll(".folding.folded")) {
    if (element.scrollHeight <= element.clientHeight + 4) element.classList.remove("folding", "folded");
  }
}

function block(element) {
  element.dataset.block = "1";
  return element;
}

function titled(element, title) {
  element.title = title;
  return element;
}

function tappable(element, act) {
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.addEventListener("click", act);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      act();
    }
  });
  return element;
}
