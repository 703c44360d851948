import type { DynamoDBStreamEvent } from "aws-lambda";
import { foldAudit } from "../../lib/analytics/fold-audit.ts";

export const handler = (event: DynamoDBStreamEvent): Promise<void> => foldAudit(event.Records);
