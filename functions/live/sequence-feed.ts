import type { DynamoDBStreamEvent } from "aws-lambda";
import { tellUsers } from "../../lib/live/tell.ts";

export const handler = (event: DynamoDBStreamEvent): Promise<void> => tellUsers(event.Records);
