import { createHash } from "node:crypto";
import type { Delivery } from "../../../webhooks/webhook-source.ts";

/**
 * Neither the name of an event nor its delivery's id is signed, so an event is known by its body. Hooks of two links deliver the
 * same bytes for one event, each to its own owner.
 */
export const bodyDedupeKey = ({ body, link = "app" }: Delivery): string =>
  `body#${link}#${createHash("sha256").update(body).digest("base64url")}`;
