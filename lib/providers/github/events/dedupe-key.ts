import { createHash } from "node:crypto";
import type { Delivery } from "../../../webhooks/webhook-source.ts";

/**
 * The event's name and the delivery's id are not signed, so events are deduplicated by their body. The link is part of the key:
 * hooks of two links deliver the same bytes to two owners.
 */
export const bodyDedupeKey = ({ body, link = "app" }: Delivery): string =>
  `body#${link}#${createHash("sha256").update(body).digest("base64url")}`;
