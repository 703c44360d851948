import { randomUUID } from "node:crypto";
import { asUser, type Browser, createBrowser } from "../../support/api.ts";

export interface TestUser extends Browser {
  readonly sub: string;
}

/** A user nobody has seen before, in a browser of their own; `org` is their tenant. */
export async function createUser(org = "acme"): Promise<TestUser> {
  const sub = `someone-${randomUUID()}`;
  return { sub, ...(await asUser({ sub, org })) };
}

/** A browser that took part in nothing so far, signed in nowhere. */
export const createOtherBrowser = (): Browser => createBrowser();
