import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import type { Connection } from "../../lib/store/connection.ts";
import { activeRecipients } from "../../lib/webhooks/active-recipients.ts";
import { aConnection } from "../support/a-connection.ts";
import { createContext } from "./support/process-event.ts";

/** A context whose recipients are these connections; one that is undefined was disconnected meanwhile. */
function createContextFor(found: readonly (Connection | undefined)[]) {
  const recipients = found.map((_, at) => ({ ...aConnection(), id: String(at) }));
  let reading = 0;
  const peak = { reads: 0 };
  const context = {
    ...createContext(aConnection(), 0),
    recipients,
    async readConnection({ id }: { readonly id: string }) {
      peak.reads = Math.max(peak.reads, ++reading);
      await Promise.resolve();
      reading--;
      return found[Number(id)];
    },
  };
  return { context, peak };
}

test("an event is for the connections that are active", async () => {
  const [first, second] = [aConnection({ id: "first" }), aConnection({ id: "second" })];
  const lost = aConnection({ id: "lost", status: "reconnect_needed" });
  const { context } = createContextFor([first, lost, undefined, second]);
  expect(await activeRecipients(context)).toEqual([first, second]);
});

test.each<[string, (Connection | undefined)[]]>([
  ["was disconnected", [undefined]],
  ["must be connected again", [aConnection({ status: "reconnect_needed" }), aConnection({ status: "revoked" })]],
])("an event is ignored when everybody %s", async (_, found) => {
  const ignored = { name: "DeliveryError", kind: "ignored", code: "not_connected" };
  await expect(activeRecipients(createContextFor(found).context)).rejects.toMatchObject(ignored);
});

test("a crowd of recipients is read 25 at a time", async () => {
  const { context, peak } = createContextFor(Array.from({ length: 60 }, () => aConnection()));
  expect(await activeRecipients(context)).toHaveLength(60);
  expect(peak.reads).toBe(25);
});
