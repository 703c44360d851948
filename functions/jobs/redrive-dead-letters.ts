import { redriveDeadLetters } from "../../lib/webhooks/redrive.ts";

export const handler = (): Promise<void> => redriveDeadLetters();
