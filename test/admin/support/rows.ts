// Rows of the delivery log, written by a real worker. Each test uses different hours in the past.
import { randomInt } from "node:crypto";
import type { AcmeEvent } from "../../webhooks/entries/acme.ts";
import {
  type Acme,
  createRoutedUser,
  type RoutedUser,
  startAcme,
  startWorker,
  type Worker,
} from "../../webhooks/support/acme-worker.ts";
import { createBatch, createDelivery, type TestDelivery } from "../../webhooks/support/messages.ts";

export const hour = 3_600_000;

let hoursAgo = randomInt(48, 60 * 24);

/** The beginning of four hours that no other test uses. */
export function pickUnusedHour(): number {
  hoursAgo += 4;
  return (Math.floor(Date.now() / hour) - hoursAgo) * hour;
}

export interface DeliveryHistory {
  readonly acme: Acme;
  readonly worker: Worker;
  readonly user: RoutedUser;
  /** Delivers an event received at a time, and processes it. @returns its message */
  addDelivery(at: number, event?: Partial<AcmeEvent>): Promise<TestDelivery>;
  /** Adds `count` events for the user, a minute apart, whose processing fails. */
  addFailed(from: number, count: number): Promise<TestDelivery[]>;
}

export async function createDeliveryHistory(): Promise<DeliveryHistory> {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const worker = await startWorker(acme);
  const addDelivery: DeliveryHistory["addDelivery"] = async (at, event = { ignored: "ping" }) => {
    const message = createDelivery(event, { receivedAt: at });
    await worker.work(createBatch(message));
    return message;
  };
  return {
    acme,
    user,
    worker,
    addDelivery,
    async addFailed(from, count) {
      const messages: TestDelivery[] = [];
      for (let nth = 0; nth < count; nth++) {
        const name = `failed-${from}-${nth}`;
        acme.advise(`begin/${name}`, { fail: "permanent" });
        const claims = [`${name}-${user.route}`];
        messages.push(await addDelivery(from + nth * 60_000, { name, claims, routes: [user.route] }));
        acme.advise(`begin/${name}`, {});
      }
      return messages;
    },
  };
}
