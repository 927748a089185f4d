// Draws one line of a chat from the templates of the page. The look is the style sheets' affair.

import { linked } from "./links.js";
import { clock, languageOf, word } from "./words.js";

const template = (id) => document.getElementById(id).content.firstElementChild;

export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// What a person sent, in words: a pressed button is told by its label, as LINE does.
export function wordsOf(payload, labelOf) {
  if (payload.text !== undefined) return payload.text;
  if (payload.press !== undefined) return labelOf(payload.press);
  if (payload.hello) return word("chat.hello");
  if (payload.file) return `[${word("compose.file")}] ${payload.file.name}`;
  const kind = Object.keys(payload).find((key) => payload[key] === true && key !== "group");
  return `[${word(`compose.${kind}`)}]`;
}

export function drawPerson({ text, speaker, at, account }) {
  const line = bubble({ text, speaker, at });
  line.classList.add("person");
  line.dataset.account = account ?? "";
  return line;
}

export function drawBot({ payload, at }) {
  const line = bubble({ text: payload.text, speaker: word("chat.bot_short"), at });
  line.classList.add("bot");
  if (payload.card) line.querySelector(".bubble").append(drawCard(payload.card));
  const enclosed = (payload.enclosed ?? []).map(drawEnclosed);
  line.querySelector(".bubble").append(...enclosed);
  const choices = line.querySelector(".choices");
  choices.append(...payload.choices.map(drawChoice));
  choices.hidden = payload.choices.length === 0;
  return line;
}

export function setTime(line, at) {
  const time = line.querySelector("time");
  time.dateTime = at.toISOString();
  time.textContent = clock.format(at);
}

function bubble({ text, speaker, at }) {
  const line = template("bubble").cloneNode(true);
  line.querySelector(".speaker").textContent = speaker;
  const paragraph = line.querySelector(".text");
  paragraph.replaceChildren(...linked(text));
  paragraph.hidden = text === "";
  line.querySelector(".said").lang = languageOf(text);
  setTime(line, at);
  return line;
}

function drawChoice({ data, label, tone }) {
  const button = element("button", label, tone);
  button.type = "button";
  button.dataset.press = data;
  button.dataset.label = label;
  return button;
}

// A link is of the address that people elsewhere use; this page shows what this server has.
function drawEnclosed({ name, url, picture }) {
  const link = element("a", picture ? "" : name, picture ? "picture" : "file");
  link.href = new URL(url).pathname;
  link.target = "_blank";
  link.rel = "noopener";
  if (picture) {
    const image = document.createElement("img");
    image.alt = name;
    image.src = link.href;
    link.append(image);
  }
  return link;
}

function drawCard({ title, rows, percent }) {
  const card = template("card").cloneNode(true);
  card.querySelector(".card-title").textContent = title;
  if (percent !== null) {
    card.querySelector(".card-percent").hidden = false;
    card.querySelector("progress").value = percent;
    card.querySelector(".figure").textContent = `${percent}%`;
  }
  for (const [label, value] of rows) {
    const row = document.createElement("div");
    row.append(element("dt", label), element("dd", value));
    card.querySelector("dl").append(row);
  }
  return card;
}
