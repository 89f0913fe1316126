// Lets the official SDK sign and verify what it is given.
//
// Reads a JSON list of {key, body, at_ms, signature} from standard input; writes, for each, what
// the SDK signs and what it says to `signature`. The SDK takes the time from `Date.now`, so that
// is what we stop. `sign` and `verify` return promises: one that is not awaited is always true.
import Retell from 'retell-sdk';

let input = '';
for await (const chunk of process.stdin) input += chunk;

const answers = [];
for (const { key, body, at_ms, signature } of JSON.parse(input)) {
  Date.now = () => at_ms;
  answers.push({
    signed: await Retell.sign(body, key),
    accepts: await Retell.verify(body, key, signature),
    accepts_changed_body: await Retell.verify(body + ' ', key, signature),
    accepts_wrong_key: await Retell.verify(body, key + 'x', signature),
  });
}
process.stdout.write(JSON.stringify(answers));
