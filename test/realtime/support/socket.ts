// A page's side of a socket, with Node's own WebSocket, which has the browser's interface.
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { type Person, tokenFor } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";

interface Message {
  readonly type: string;
  readonly seq?: number;
  readonly at?: string;
  readonly code?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface SocketPage {
  readonly protocol: string;
  /** All messages in order, with their time of arrival. */
  readonly messages: Message[];
  readonly arrivals: number[];
  readonly isClosed: () => boolean;
  send(message: unknown): void;
  close(): Promise<void>;
  /** Waits until this many messages have arrived. */
  waitForMessages(count: number): Promise<Message[]>;
}

export async function openPage(person: Person): Promise<SocketPage> {
  return openWithProtocols(["patchbay.v1", await tokenFor(person)]);
}

/** @throws when the handshake is refused */
export async function openWithProtocols(protocols: string[], url = cloud().liveUrl): Promise<SocketPage> {
  const socket = new WebSocket(url, protocols);
  const messages: Message[] = [];
  const arrivals: number[] = [];
  socket.addEventListener("message", ({ data }) => {
    arrivals.push(performance.now());
    messages.push(JSON.parse(String(data)));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("The handshake was refused.")));
  });
  const isClosed = () => socket.readyState === WebSocket.CLOSED;
  return {
    protocol: socket.protocol,
    messages,
    arrivals,
    isClosed,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    async close() {
      socket.close();
      await expect.poll(isClosed).toBe(true);
    },
    async waitForMessages(count) {
      await expect.poll(() => messages.length, { interval: 10 }).toBeGreaterThanOrEqual(count);
      return messages;
    },
  };
}

/** Waits long enough for a message that should not arrive. */
export const waitQuietly = () => wait(1500);
