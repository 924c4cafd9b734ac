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
