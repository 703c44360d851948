// An EHR opens our launch page in a browser with no sign of who is there. What it sent is kept under a handle until a signed-in person
// says that they want it: nothing begins, and nobody is asked, because of an address that anybody can open.
import { createHash, randomBytes } from "node:crypto";
import { Problem } from "../errors.ts";
import { consumeLaunch, saveLaunch } from "../store/launches.ts";
import type { Vault } from "../vault/seal.ts";
import type { EhrServer } from "./servers.ts";

/** What a launch's authorization request needs. */
export interface Launch {
  readonly provider: string;
  readonly fhirBaseUrl: string;
  /** What the EHR calls it; sent back to its authorization endpoint. */
  readonly launch: string;
}

interface Dependencies {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly vault: Vault;
}

const handleSeconds = 5 * 60;

const hashHandle = (handle: string) => createHash("sha256").update(handle).digest("hex");

/** Nobody is known yet, so it is sealed for its handle. */
export const launchSealContext = (provider: string, hash: string) =>
  ({ purpose: "launch", tenant: "-", user: "-", provider, connection: hash, field: "launch" }) as const;

/** Keeps a launch for five minutes. @returns the handle to take it up with: 256 random bits, stored as a hash */
export async function holdLaunch(server: EhrServer, launch: string, { now, vault }: Dependencies): Promise<string> {
  const handle = randomBytes(32).toString("base64url");
  const hash = hashHandle(handle);
  const { provider, fhirBaseUrl } = server;
  const sealed = await vault.seal(launch, launchSealContext(provider, hash));
  await saveLaunch(hash, { provider, fhirBaseUrl, launch: sealed, expiresAt: now() + handleSeconds });
  return handle;
}

/**
 * Takes a launch up, once. It belongs to whoever comes first with the handle; everybody after that is refused, the same person too.
 * @throws Problem not_found for a handle that is unknown, used or older than five minutes
 */
export async function takeLaunch(handle: string, { now, vault }: Dependencies): Promise<Launch> {
  const hash = hashHandle(handle);
  const row = await consumeLaunch(hash);
  if (row === undefined || row.expiresAt <= now())
    throw new Problem("not_found", {
      detail: "launchHandle: this launch is no longer valid. Open the application from the EHR again.",
      members: { field: "launchHandle" },
    });
  const { provider, fhirBaseUrl } = row;
  return { provider, fhirBaseUrl, launch: await vault.unseal(row.launch, launchSealContext(provider, hash)) };
}
