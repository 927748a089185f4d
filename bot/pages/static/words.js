// Everything the page says by itself comes from the template "words", in the page's language.

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

export function dayOf(moment) {
  const day = calendar.format(moment);
  return day === calendar.format(new Date()) ? word("chat.today") : day;
}

// A screen reader takes its voice from this.
export function languageOf(text) {
  return /[\u0e00-\u0e7f]/.test(text) ? "th" : "en";
}
