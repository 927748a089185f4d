// Everything the page says by itself comes from the template "words", in the page's language.

import { now } from "./time.js";

const words = new Map(
  [...document.getElementById("words").content.querySelectorAll("data")].map((entry) => [
    entry.value,
    entry.textContent,
  ]),
);

export function word(key, fields = {}) {
  return words.get(key).replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

// Whatever the computer is set to, the phones lie in Bangkok; Thai dates are of the Buddhist era.
const bangkok = { timeZone: "Asia/Bangkok" };
const locale = document.documentElement.lang === "th" ? "th-TH" : "en-GB";

export const clock = new Intl.DateTimeFormat("en-GB", {
  ...bangkok,
  hour: "2-digit",
  minute: "2-digit",
});

const calendar = new Intl.DateTimeFormat(locale, {
  ...bangkok,
  day: "numeric",
  month: "long",
  year: "numeric",
});

const wall = new Intl.DateTimeFormat(locale, {
  ...bangkok,
  weekday: "long",
  day: "numeric",
  month: "short",
  year: "numeric",
});

export function dayOf(moment) {
  return calendar.format(moment);
}

export function nameOfDay(day) {
  return day === dayOf(now()) ? word("chat.today") : day;
}

export function momentOf(moment) {
  return `${wall.format(moment)} ${clock.format(moment)}`;
}

// A screen reader takes its voice from this.
export function languageOf(text) {
  return /[\u0e00-\u0e7f]/.test(text) ? "th" : "en";
}
