// Rules for every receiver, independent of the provider's kind of signature.
import { describe, expect, test } from "vitest";
import { genuine } from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage, type TestRequest, takeLog } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

const countQueued = () => stage.listQueued().length;

/** The request with a header replaced, or removed when `value` is undefined. */
const withHeader = (sent: TestRequest, name: string, value: string | undefined): TestRequest => {
  const { [name]: _, ...rest } = sent.headers;
  return { ...sent, headers: value === undefined ? rest : { ...rest, [name]: value } };
};

describe.each(genuine)("$name", ({ handler, make, proof, signsBody }) => {
  test("is queued and then answered", async () => {
    expect((await deliverTo(handler, await make())).statusCode).toBe(200);
    expect(countQueued()).toBe(1);
  });

  test("is counted as accepted", async () => {
    await deliverTo(handler, await make());
    expect(takeLog()).toMatch(/"Name":"WebhookAccepted".*"provider":"\w+","kind":"\w+"/);
  });

  test("is accepted on the bytes of a base64 body", async () => {
    expect((await deliverTo(handler, { ...(await make()), base64: true })).statusCode).toBe(200);
    expect(countQueued()).toBe(1);
  });

  test("leaves no header of its proof on the queue or in the log", async () => {
    const sent = await make();
    await deliverTo(handler, sent);
    const written = JSON.stringify(stage.listQueued()) + takeLog();
    const secret = proof.filter((name) => !name.endsWith("-request-timestamp"));
    for (const name of secret) expect(written).not.toContain(sent.headers[name] ?? "no such header");
  });

  test.runIf(signsBody)("is refused with one more space in its body", async () => {
    const sent = await make();
    expect((await deliverTo(handler, { ...sent, body: `${sent.body} ` })).statusCode).toBe(401);
    expect(countQueued()).toBe(0);
    expect(takeLog()).toMatch(/"Name":"WebhookRefused".*"reason":"signature"/);
  });

  test.runIf(signsBody)("is refused when its body was serialized again", async () => {
    const sent = await make();
    const body = String(sent.body).replace(/[,:&=]/, "$& ");
    expect((await deliverTo(handler, { ...sent, body })).statusCode).toBe(401);
    expect(countQueued()).toBe(0);
  });

  test.runIf(signsBody)("is refused without its body", async () => {
    const { body: _, ...sent } = await make();
    expect((await deliverTo(handler, sent)).statusCode).toBe(401);
  });

  describe.each(proof)("with the header %s", (name) => {
    test.each<[string, (value: string) => string | undefined]>([
      ["missing", () => undefined],
      ["empty", () => ""],
      ["blank", () => " "],
      ["doubled", (value) => `${value},${value}`],
      ["doubled with a space", (value) => `${value}, ${value}`],
      [
        "ending in capital letters",
        (value) => value.slice(0, -20) + value.slice(-20).toUpperCase().replace(/^\d+$/, "Z"),
      ],
      ["followed by a space", (value) => `${value} `],
      ["after a space", (value) => ` ${value}`],
      ["cut short", (value) => value.slice(0, -1)],
      ["longer", (value) => `${value}0`],
      ["of ten thousand characters", () => "a".repeat(10_000)],
      ["not in ASCII", (value) => `${value.slice(0, -1)}é`],
    ])("%s it is refused", async (_, spoil) => {
      const sent = await make();
      const value = sent.headers[name] ?? "Bearer a.b.c";
      const answer = await deliverTo(handler, withHeader(sent, name, spoil(value) ?? (sent.claims && "")));
      expect(answer.statusCode).toBe(401);
      expect(countQueued()).toBe(0);
    });
  });

  test("is refused when the gateway did not write its headers in lower case", async () => {
    const sent = await make();
    if (proof.length === 0 || sent.claims) return;
    const headers = Object.fromEntries(
      Object.entries(sent.headers).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect((await deliverTo(handler, { ...sent, headers })).statusCode).toBe(401);
  });

  test("says nothing of its content when it refuses", async () => {
    const sent = await make();
    const spoilt = {
      ...sent,
      body: '{"secret-content":"do-not-log"}',
      headers: { ...sent.headers, authorization: "" },
    };
    const first = proof[0] ?? "x-figma-signature";
    const answer = await deliverTo(handler, withHeader(spoilt, first, "v0=wrong"));
    expect(answer.statusCode).toBe(401);
    expect(`${answer.body}${takeLog()}`).not.toContain("do-not-log");
  });
});
