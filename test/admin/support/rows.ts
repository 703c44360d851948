// Rows of the log, made the way they are made: by a worker. Each test has hours of its own in the past.
import { randomInt } from "node:crypto";
import type { AcmeEvent } from "../../worker/entries/acme.ts";
import {
  type Acme,
  type RoutedUser,
  routedUser,
  startAcme,
  startWorker,
  type Worker,
} from "../../worker/support/acme.ts";
import { batch, type Delivered, delivery } from "../../worker/support/messages.ts";

export const hour = 3_600_000;

let hoursAgo = randomInt(48, 60 * 24);

/** The beginning of four hours that no other test looks at. */
export function someHour(): number {
  hoursAgo += 4;
  return (Math.floor(Date.now() / hour) - hoursAgo) * hour;
}

export interface Past {
  readonly acme: Acme;
  readonly worker: Worker;
  readonly user: RoutedUser;
  /** Lets an event arrive at a time. @returns the message, worked on */
  arrived(at: number, event?: Partial<AcmeEvent>): Promise<Delivered>;
  /** Events for the user, so many, a minute apart, whose work fails. */
  failed(from: number, count: number): Promise<Delivered[]>;
}

export async function past(): Promise<Past> {
  const acme = await startAcme();
  const user = await routedUser();
  const worker = await startWorker(acme);
  const arrived: Past["arrived"] = async (at, event = { ignored: "ping" }) => {
    const message = delivery(event, { receivedAt: at });
    await worker.work(batch(message));
    return message;
  };
  return {
    acme,
    user,
    worker,
    arrived,
    async failed(from, count) {
      const messages: Delivered[] = [];
      for (let nth = 0; nth < count; nth++) {
        const name = `failed-${from}-${nth}`;
        acme.advise(`begin/${name}`, { fail: "permanent" });
        const claims = [`${name}-${user.route}`];
        messages.push(await arrived(from + nth * 60_000, { name, claims, routes: [user.route] }));
        acme.advise(`begin/${name}`, {});
      }
      return messages;
    },
  };
}
