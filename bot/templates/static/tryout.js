// The desk: its phones, the line to the server, and which phone a narrow screen shows.

import { Phone } from "./phone.js";
import { listen } from "./stream.js";
import { now, setAhead } from "./time.js";
import { Trial } from "./trial.js";
import { clock, word } from "./words.js";

const holders = new Map(); // by account
const unread = new Map(); // by lane, while a narrow screen shows another phone

const desk = document.querySelector(".desk");
const phones = new Map(
  [...desk.querySelectorAll(".phone")].map((section) => {
    const phone = new Phone(section, { nameOf });
    return [phone.lane, phone];
  }),
);

function nameOf(account) {
  return holders.get(account)?.name ?? word("phone.guest");
}

// Only where time can be moved.
const bar = document.querySelector(".trial");
const trial = bar && new Trial(bar);

// --- the line to the server -------------------------------------------------------------------

const connection = document.querySelector(".connection");
let history = true;

listen([...phones.keys()], {
  onLine: (line) => {
    phones.get(line.lane).chat.show(line);
    if (!history && line.by === "bot") countUnread(line.lane);
  },
  onHolder: ({ lane, person }) => {
    holders.set(lane, person);
    phones.get(lane).heldBy(person);
    for (const option of document.querySelectorAll(`.speaker-choice option[value="${lane}"]`))
      option.textContent = person ? `${person.name} · ${option.dataset.role}` : option.dataset.role;
  },
  onClock: ({ ahead, journeys }) => {
    setAhead(ahead);
    trial.journeys = journeys;
    tick();
  },
  onReady: () => {
    history = false;
    for (const phone of phones.values()) phone.ready();
  },
  onLost: () => {
    connection.hidden = false;
  },
  onFound: () => {
    connection.hidden = true;
  },
});

// --- a narrow screen shows one phone ----------------------------------------------------------

const tabs = [...document.querySelectorAll(".chooser button")];

for (const tab of tabs)
  tab.addEventListener("click", () => {
    desk.dataset.shown = tab.dataset.shows;
    unread.delete(tab.dataset.shows);
    for (const other of tabs) other.setAttribute("aria-pressed", other === tab);
    drawUnread();
    phones.get(tab.dataset.shows).chat.scrollToEnd();
  });

function countUnread(lane) {
  if (phones.get(lane).section.offsetParent) return; // it is in sight
  unread.set(lane, (unread.get(lane) ?? 0) + 1);
  drawUnread();
}

function drawUnread() {
  for (const tab of tabs) {
    const count = unread.get(tab.dataset.shows) ?? 0;
    const badge = tab.querySelector(".unread");
    badge.hidden = count === 0;
    badge.dataset.count = count;
    badge.querySelector(".unseen").textContent = word("phone.unread", { count });
  }
}

// --- the time ---------------------------------------------------------------------------------

function tick() {
  for (const bar of document.querySelectorAll(".clock")) bar.textContent = clock.format(now());
  for (const phone of phones.values()) phone.chat.nameDays();
  trial?.draw();
}

tick();
setInterval(tick, 5_000);
