import type { Connection } from "../api/connections.ts";

export interface TryProps {
  readonly connection: Connection;
  readonly onReconnect: () => void;
}
