// Page tokens of administrators' lists of connections: a place in the index of connections by tenant.
import * as z from "zod";
import { rejectField } from "../http/json-body.ts";
import { parseConnectionKey } from "../store/table.ts";
import type { ConnectionPlace } from "../store/tenant-index.ts";

const placeSchema = z.tuple([z.string().startsWith("owner#"), z.string().startsWith("conn#"), z.int().min(0)]);

export const createConnectionPageToken = (place: ConnectionPlace | undefined): string | undefined =>
  place && Buffer.from(JSON.stringify([place.pk, place.sk, place.connectedAt])).toString("base64url");

/** @param tenants the only ones that are listed; undefined for all @throws Problem invalid_request for a token that is none, or of another tenant's list */
export function readConnectionPageToken(
  token: string | undefined,
  tenants: readonly string[] | undefined,
): ConnectionPlace | undefined {
  if (token === undefined) return undefined;
  const place = parsePlace(token);
  if (place !== undefined && (tenants === undefined || tenants.includes(readTenant(place)))) return place;
  throw rejectField("pageToken", "is not of this list");
}

function parsePlace(token: string): ConnectionPlace | undefined {
  try {
    const [pk, sk, connectedAt] = placeSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    parseConnectionKey(pk, sk);
    return { pk, sk, connectedAt };
  } catch {
    return undefined;
  }
}

const readTenant = ({ pk, sk }: ConnectionPlace): string => parseConnectionKey(pk, sk).tenant;
