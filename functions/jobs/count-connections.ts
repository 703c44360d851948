import { countConnections } from "../../lib/analytics/count-connections.ts";

/** The alarm about schedules does not count it: it runs too rarely, and without it the counts are a day older. */
export const handler = () => countConnections();
