// Sends to the server, one message after another for each phone, so that they arrive in order.

const PATIENCE = 20_000; // milliseconds; the server itself gives up a little earlier

const queues = new Map();

// `sentence` is the server's own, or "" where it could not be reached.
export class NotSent extends Error {
  constructor(sentence, { final }) {
    super(sentence);
    this.sentence = sentence;
    this.final = final; // sending it again would not help
  }
}

// With a `file`, that is the body, and what `body` tells of it goes into the address. Gives what
// the server answered, where it answered more than that it has it.
export function post(path, body, { file = null, patience = PATIENCE } = {}) {
  const before = queues.get(body.lane) ?? Promise.resolve();
  const sent = before.then(() => request(path, body, file, patience));
  queues.set(
    body.lane,
    sent.catch(() => {}),
  );
  return sent;
}

async function request(path, body, file, patience) {
  const query = new URLSearchParams({ lang: document.documentElement.lang });
  if (file)
    for (const name of ["lane", "account", "id"]) query.set(name, body[name]);
  if (file) query.set("name", file.name);
  let answer;
  try {
    answer = await fetch(`${path}?${query}`, {
      method: "POST",
      headers: { "Content-Type": file ? "application/octet-stream" : "application/json" },
      body: file ?? JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new NotSent("", { final: false });
  }
  if (answer.ok) return answer.status === 200 ? answer.json() : null;
  const { sentence } = await answer.json().catch(() => ({ sentence: "" }));
  throw new NotSent(sentence, { final: answer.status < 500 });
}
