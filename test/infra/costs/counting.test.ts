import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { counted, countingUnits, maxThingsPerCall } from "../../../infra/costs/counting.ts";
import { prices } from "../../../infra/costs/prices.ts";
import { rowsPerCall, rowsPerEvent, rowsPerStart } from "../../../lib/store/usage-counter.ts";

test("the computation has the bounds of the code", () => {
  expect(counted).toEqual({ perCall: rowsPerCall, perStart: rowsPerStart, perEvent: rowsPerEvent });
});

test("counting a million data calls costs at most $0.50, whatever happens in them", () => {
  expect(countingUnits.dataCall.max).toBe(maxThingsPerCall * rowsPerCall);
  expect(countingUnits.dataCall.max * prices.perMillion.writeUnits).toBeLessThanOrEqual(0.5);
});
