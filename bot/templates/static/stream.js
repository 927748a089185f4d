// Listens to what happens in the chats, and goes on where it was after every interruption.

const AGAIN = 2_000; // milliseconds

export function listen(lanes, { onLine, onHolder, onClock, onReady, onLost, onFound }) {
  let source = null;
  let last = "";
  let retry;

  function open() {
    const query = new URLSearchParams(lanes.map((lane) => ["lane", lane]));
    if (last) query.set("after", last);
    source = new EventSource(`/tryout/events?${query}`);
    source.addEventListener("open", onFound);
    source.addEventListener("line", (event) => {
      last = event.lastEventId;
      onLine(JSON.parse(event.data));
    });
    source.addEventListener("holder", (event) => onHolder(JSON.parse(event.data)));
    source.addEventListener("clock", (event) => onClock(JSON.parse(event.data)));
    source.addEventListener("ready", onReady);
    source.addEventListener("error", () => {
      onLost();
      // The browser tries again by itself, except where the server answered and refused.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, AGAIN);
    });
  }

  // A browser opens few connections to one server: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(retry);
    source.close();
    if (!document.hidden) open();
  });

  open();
}
