// The bar on which time is moved forward: what time it is, two buttons, and where a move led.

import { post } from "./post.js";
import { isMoved, now } from "./time.js";
import { momentOf, word } from "./words.js";

const PATIENCE = 120_000; // milliseconds: on the way to the next event lie many days

export class Trial {
  constructor(section) {
    this.section = section;
    this.buttons = [...section.querySelectorAll("[data-aim]")];
    this.told = section.querySelector(".trial-told");
    this.journeys = 0;
    this.moving = false;
    for (const button of this.buttons)
      button.addEventListener("click", () => this.move(button.dataset.aim));
    this.draw();
  }

  draw() {
    const time = this.section.querySelector("time");
    time.dateTime = now().toISOString();
    time.textContent = momentOf(now());
    this.section.querySelector(".trial-kind").textContent = word(
      isMoved() ? "trial.ahead" : "trial.real",
    );
  }

  // The buttons keep the focus while time moves; pressing them then does nothing.
  async move(aim) {
    if (this.moving) return;
    this.setMoving(true);
    this.told.textContent = word("trial.moving");
    try {
      const body = { aim, journeys: this.journeys };
      const { sentence } = await post("/tryout/clock", body, { patience: PATIENCE });
      this.told.textContent = sentence;
    } catch (error) {
      this.told.textContent = error.sentence || word("refusal.broken_off");
    }
    this.setMoving(false);
  }

  setMoving(moving) {
    this.moving = moving;
    this.section.setAttribute("aria-busy", moving);
    for (const button of this.buttons) button.setAttribute("aria-disabled", moving);
  }
}
