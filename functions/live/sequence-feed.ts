import type { DynamoDBStreamEvent } from "aws-lambda";
import { publishFeed } from "../../lib/realtime/fan-out.ts";

export const handler = (event: DynamoDBStreamEvent): Promise<void> => publishFeed(event.Records);
