import { randomUUID } from "node:crypto";
import { asUser, type Browser, createBrowser } from "../../support/api.ts";

export interface TestUser extends Browser {
  readonly sub: string;
}

/** A new user with their own browser; `org` is their tenant. */
export async function createUser(org = "acme"): Promise<TestUser> {
  const sub = `someone-${randomUUID()}`;
  return { sub, ...(await asUser({ sub, org })) };
}

/** A new browser, not signed in. */
export const createOtherBrowser = (): Browser => createBrowser();
