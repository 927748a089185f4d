// The log of one chat: puts lines where they belong and knows which are still on their way.

import { drawBot, drawPerson, element, setTime, wordsOf } from "./bubbles.js";
import { now } from "./time.js";
import { dayOf, nameOfDay, word } from "./words.js";

const NEAR = 40; // pixels from the end within which the log follows new lines

export class Chat {
  // `speakerOf` names an account; `isOwn` tells whether this phone speaks for it.
  constructor(section, { speakerOf, isOwn }) {
    this.log = section.querySelector(".log");
    this.empty = section.querySelector(".empty");
    this.newest = section.querySelector(".newest");
    this.speakerOf = speakerOf;
    this.isOwn = isOwn;
    this.day = "";
    this.log.addEventListener("scroll", () => {
      if (this.isAtEnd()) this.newest.hidden = true;
    });
    new ResizeObserver(() => this.scrollToEnd()).observe(this.log);
  }

  // Shows a line of the server's; one that this page sent stands there already.
  show({ key, at, event_id: eventId, payload, by }) {
    this.empty.hidden = true;
    const moment = new Date(at);
    if (by === "bot") {
      this.append(drawBot({ payload, at: moment }), moment).dataset.key = key;
      return;
    }
    if (payload.press) this.markChosen(payload.press);
    const line = this.find("event", eventId) ?? this.appendSaid(payload, moment);
    line.dataset.key = key;
    setTime(line, moment);
    this.setState(line, "sent");
  }

  // Shows at once what this page is about to send.
  showSending(eventId, payload) {
    this.empty.hidden = true;
    const line = this.appendSaid(payload, now());
    line.dataset.event = eventId;
    this.scrollToEnd();
    return line;
  }

  // `state` is "sending", "sent" or "failed"; the server may have told of the line meanwhile.
  setState(line, state, ...details) {
    if (line.dataset.key && state === "failed") return;
    line.dataset.state = state;
    line.querySelector(".state").replaceChildren(...details);
  }

  markOwn() {
    for (const line of this.log.querySelectorAll(".person"))
      line.classList.toggle("mine", this.isOwn(line.dataset.account));
  }

  // What was said today was said yesterday when the day is over.
  nameDays() {
    for (const divider of this.log.querySelectorAll(".day")) {
      const name = nameOfDay(divider.dataset.day);
      if (divider.textContent !== name) divider.textContent = name;
    }
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  appendSaid(payload, moment) {
    const line = drawPerson({
      text: wordsOf(payload, (data) => this.labelOf(data)),
      speaker: this.speakerOf(payload.account),
      account: payload.account,
      at: moment,
    });
    line.classList.toggle("mine", this.isOwn(payload.account));
    return this.append(line, moment);
  }

  append(line, moment) {
    const atEnd = this.isAtEnd();
    const day = dayOf(moment);
    if (day !== this.day) {
      this.day = day;
      const divider = element("p", nameOfDay(day), "day");
      divider.dataset.day = day;
      this.log.append(divider);
    }
    this.log.append(line);
    for (const picture of line.querySelectorAll("img"))
      picture.addEventListener("load", () => atEnd && this.scrollToEnd());
    if (atEnd) this.scrollToEnd();
    else this.newest.hidden = false;
    return line;
  }

  labelOf(data) {
    return this.newestButton(data)?.dataset.label ?? data.slice(data.indexOf(".") + 1);
  }

  markChosen(data) {
    const button = this.newestButton(data);
    if (!button) return;
    button.classList.add("chosen");
    button.setAttribute("aria-label", `${button.dataset.label} (${word("chat.chosen")})`);
  }

  // A reminder's buttons are the same in every reminder: the newest is the one that was meant.
  newestButton(data) {
    return [...this.log.querySelectorAll(`[data-press="${CSS.escape(data)}"]`)].at(-1);
  }

  find(attribute, value) {
    return this.log.querySelector(`[data-${attribute}="${CSS.escape(value)}"]`);
  }
}
