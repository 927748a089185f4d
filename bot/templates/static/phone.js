// One phone on the desk: its chat, its composer and whoever holds it.

import { element } from "./bubbles.js";
import { Chat } from "./chat.js";
import { post } from "./post.js";
import { word } from "./words.js";

export class Phone {
  // `nameOf` names the holder of an account.
  constructor(section, { nameOf }) {
    this.section = section;
    this.lane = section.dataset.lane;
    this.input = section.querySelector("textarea");
    this.join = section.querySelector(".join");
    this.speaker = section.querySelector(".speaker-choice"); // of a group only
    this.chat = new Chat(section, {
      speakerOf: (account) => (this.speaker ? nameOf(account) : word("chat.you")),
      isOwn: (account) => account === this.account,
    });
    this.wireChat();
    this.wireComposer();
    this.wireAttachments();
    this.wireFiles();
    this.wireHolder();
    this.wireLooks();
  }

  get account() {
    return this.speaker ? this.speaker.value : this.lane;
  }

  heldBy(person) {
    if (this.join) this.join.hidden = person !== null;
    const known = this.section.querySelector(`.holder-choice option[value="${person?.id ?? ""}"]`);
    if (known) known.selected = true;
  }

  ready() {
    this.chat.log.setAttribute("aria-busy", "false");
  }

  send(content) {
    const body = this.bodyOf(content);
    this.attempt(this.chat.showSending(body.id, body), body);
  }

  sendFile(file, largest) {
    const body = this.bodyOf({ file: { name: file.name } });
    const line = this.chat.showSending(body.id, body);
    if (file.size <= largest) {
      this.attempt(line, body, file);
      return;
    }
    const sentence = word("refusal.too_large", { megabytes: largest / 1024 ** 2 });
    this.chat.setState(line, "failed", element("p", sentence));
    this.chat.scrollToEnd();
  }

  bodyOf(content) {
    return { lane: this.lane, account: this.account, id: crypto.randomUUID(), ...content };
  }

  // Trying again sends the very same event, which the server takes once.
  async attempt(line, body, file = null) {
    this.chat.setState(line, "sending");
    try {
      await post(file ? "/tryout/files" : "/tryout/messages", body, { file });
      this.chat.setState(line, "sent");
    } catch (error) {
      const details = error.sentence ? [element("p", error.sentence)] : [];
      if (!error.final) details.push(this.drawAgain(line, body, file));
      this.chat.setState(line, "failed", ...details);
    }
  }

  drawAgain(line, body, file) {
    const again = element("button", word("state.failed"));
    again.type = "button";
    again.addEventListener("click", () => {
      this.attempt(line, body, file);
      this.input.focus();
    });
    return again;
  }

  // --- the controls ---------------------------------------------------------------------------

  wireChat() {
    this.chat.log.addEventListener("click", ({ target }) => {
      if (target.dataset.press) this.send({ press: target.dataset.press });
    });
    this.chat.newest.addEventListener("click", () => {
      this.chat.scrollToEnd();
      this.input.focus();
    });
    this.section.querySelector(".start").addEventListener("click", () => {
      this.send({ hello: true });
      this.input.focus();
    });
  }

  wireComposer() {
    const composer = this.section.querySelector(".composer");
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      this.input.value = "";
      this.fitInput();
      if (text) this.send({ text });
      this.input.focus();
    });
    this.input.addEventListener("input", () => this.fitInput());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      composer.requestSubmit();
    });
  }

  fitInput() {
    this.input.style.height = "auto";
    const borders = this.input.offsetHeight - this.input.clientHeight;
    this.input.style.height = `${this.input.scrollHeight + borders}px`;
  }

  wireAttachments() {
    const attach = this.section.querySelector(".attach");
    const attachments = this.section.querySelector(".attachments");
    const open = (shown) => {
      attachments.hidden = !shown;
      attach.setAttribute("aria-expanded", shown);
    };
    attach.addEventListener("click", () => open(attachments.hidden));
    attachments.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open(false);
      attach.focus();
    });
    attachments.addEventListener("click", ({ target }) => {
      if (!target.dataset.kind) return;
      this.send({ [target.dataset.kind]: true });
      open(false);
      this.input.focus();
    });
  }

  wireFiles() {
    const files = this.section.querySelector(".files");
    this.section.querySelector(".clip").addEventListener("click", () => files.click());
    files.addEventListener("change", () => {
      for (const file of files.files) this.sendFile(file, Number(files.dataset.largest));
      files.value = "";
      this.input.focus();
    });
  }

  wireHolder() {
    this.join?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send({ text: this.join.elements.code.value.trim() });
      this.join.reset();
      this.input.focus();
    });
    this.speaker?.addEventListener("change", () => this.chat.markOwn());
    this.section.querySelector("form.holder")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      const choice = event.target.querySelector("select");
      const body = { lane: this.lane, id: crypto.randomUUID(), person: Number(choice.value) };
      try {
        await post("/tryout/hold", body);
        this.input.focus();
      } catch (error) {
        choice.setCustomValidity(error.sentence || word("state.failed"));
        choice.reportValidity();
        choice.setCustomValidity("");
      }
    });
  }

  wireLooks() {
    const kept = `look-${this.lane}`;
    this.section.dataset.look = localStorage.getItem(kept) ?? this.section.dataset.look;
    for (const input of this.section.querySelectorAll(".looks input")) {
      input.checked = input.value === this.section.dataset.look;
      input.addEventListener("change", () => {
        localStorage.setItem(kept, input.value);
        this.section.dataset.look = input.value;
        this.chat.scrollToEnd();
      });
    }
  }
}
