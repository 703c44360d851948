import { expect, test } from "vitest";
import { createVerifierSalt, deriveCodeVerifier } from "../../lib/oauth/code-verifier.ts";

/** Computed in another language: a release that derives another one ends every flow that began before it. */
test("derives the same verifier from a state and a salt in every release", () => {
  const salt = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  expect(deriveCodeVerifier("state-1", salt)).toBe("z77ZfbK5UYzGFfkU3S4QSM9_0kRU8Ap8oKr4vo9c2A8");
});

test("gives every flow 256 bits of salt of its own, in characters that a row and a URL take", () => {
  const [first, second] = [createVerifierSalt(), createVerifierSalt()];
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(first, "base64url")).toHaveLength(32);
  expect(second).not.toBe(first);
});
