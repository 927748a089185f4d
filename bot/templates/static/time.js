// What time it is on the desk: the real time, or one that was moved forward.

let ahead = 0; // milliseconds

export function now() {
  return new Date(Date.now() + ahead);
}

export function setAhead(milliseconds) {
  ahead = milliseconds;
}

export function isMoved() {
  return ahead > 0;
}
