/* One request in flight, the latest wins: what is typed faster than the server answers is sent once, as it stands then. */

const REST = 15; // ms: two keys of one stroke (an IME's commit) go together, and no eye sees the wait

/* send: asks the server with a value, a promise. settled: told each answer that is still the latest wanted. */
export function latest(send, settled = () => {}, rest = REST) {
  let wanted = null; // {value} not sent yet
  let timer = 0;
  let running = null;

  const run = async () => {
    try {
      while (wanted) {
        const { value } = wanted;
        wanted = null;
        try {
          const answer = await asked(value);
          if (!wanted) settled(answer, value);
        } catch (error) {
          if (!wanted) settled(null, value, error);
        }
      }
    } finally {
      running = null; // whatever was thrown: else nothing would be sent any more
    }
  };

  const asked = async (value) => send(value); // a send that throws at once fails later too, when `running` is kept

  const begin = () => {
    timer = 0;
    // What waited may be gone already: it went on the heels of the request before. A run of nothing would end before
    // it is kept in `running`, and be taken for one in flight from then on.
    if (wanted) running ??= run();
  };

  return {
    push(value) {
      wanted = { value };
      timer ||= setTimeout(begin, rest);
    },
    // What waits is not sent any more; the promise ends with the request in flight.
    drop() {
      clearTimeout(timer);
      timer = 0;
      wanted = null;
      return running ?? Promise.resolve();
    },
    // Sends what waits now; the promise ends when nothing is left to send.
    flush() {
      clearTimeout(timer);
      begin();
      return running ?? Promise.resolve();
    },
  };
}
