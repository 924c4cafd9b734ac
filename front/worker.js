// The worker of every page on which a password is typed: it derives what is sent, and judges a password being chosen.
import { derive } from "./derive.js";
import { weakness } from "./strength.js";

const ANSWERS = { derive, weakness };

self.onmessage = async ({ data: { number, question, ...given } }) => {
  try {
    self.postMessage({ number, answer: await ANSWERS[question](given) });
  } catch (fault) {
    self.postMessage({ number, fault: String(fault) });
  }
};

// The first derivation costs three times what the next do: the machine's code is made, and its memory laid out. It is
// made now, of nothing, while the reader still types.
derive({ password: "", username: "", installation: "" }).catch(() => {});
