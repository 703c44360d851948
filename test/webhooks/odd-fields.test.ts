// Every member of a real event in turn is missing, null, of a wrong type or very long. The event is processed all the same, unless the
// member is its essence (then it may be refused as invalid) or decides whether it matters (then it may be ignored).
import "../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { aConnection } from "../support/a-connection.ts";
import { listPlaces, oddValues, replaceAt } from "./support/odd-values.ts";
import { createDelivery } from "./support/payloads.ts";
import { processEvent } from "./support/process-event.ts";
import { person, samples } from "./support/sample-events.ts";

describe.each(Object.entries(samples))("%s", (_, sample) => {
  const { source, content, delivery = {}, essence, deciding, isForNobody = false } = sample;
  const connection = aConnection({ provider: source.provider, person, username: "mona" });
  const process = async (body: unknown) => {
    const over = isForNobody ? { recipients: [] } : {};
    const text = JSON.stringify(body) ?? "";
    return (await processEvent(source, createDelivery(text, delivery), connection, over)).outcome;
  };

  test("is processed, whatever stands in place of what it does not need", async () => {
    const expected = await process(content);
    expect(expected).toMatch(/^(?:processed|ignored: (?:not_connected|hidden))$/);
    const unexpected: string[] = [];
    for (const place of listPlaces(content)) {
      const path = place.join(".");
      const isWithin = (names: readonly string[]) => names.includes(path);
      for (const [name, value] of oddValues) {
        const outcome = await process(replaceAt(content, place, value));
        const isAllowed =
          outcome === expected ||
          (outcome.startsWith("invalid") && isWithin(essence)) ||
          (outcome.startsWith("ignored") && (isWithin(deciding) || isWithin(essence)));
        if (!isAllowed) unexpected.push(`${path} is ${name}: ${outcome}`);
      }
    }
    expect(unexpected).toEqual([]);
  });
});
