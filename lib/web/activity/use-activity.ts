import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Activity, listActivity, readActivity } from "../api/activity.ts";
import type { Failure } from "../api/failure.ts";
import { useAppContext } from "../app-context.ts";
import { createBatch } from "../live/batch.ts";
import { createFrameSequencer, type FrameSequencer } from "../live/frame-sequencer.ts";
import { type LiveState, openReconnectingSocket } from "../live/reconnecting-socket.ts";
import { readRecord, readText } from "../read-json.ts";
import { loadSession } from "../session/session-storage.ts";

export interface ActivityFeed {
  readonly items: readonly Activity[] | undefined;
  readonly failure: Failure | undefined;
  readonly liveState: LiveState | undefined;
  /** How many have come over the socket. */
  readonly arrivedCount: number;
  /** Whether older ones can be had. */
  readonly hasMore: boolean;
  reload(): void;
  loadMore(): Promise<void>;
  replace(changed: Activity): void;
}

/** What happened at the providers: the latest from the list, whatever comes after it over the socket. */
export function useActivity(liveUrl: string): ActivityFeed {
  const { api, changes, reload: reloadConnections, expire } = useAppContext();
  const [items, setItems] = useState<readonly Activity[]>();
  const [arrivedCount, setArrived] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [next, setNext] = useState("");
  const [liveState, setLive] = useState<LiveState>();

  const shown = useRef(items);
  shown.current = items;
  const reload = useCallback(async () => {
    setFailure(undefined);
    const before = shown.current;
    const answer = await listActivity(api);
    if (!answer.ok) return setFailure(answer.failure);
    const { items: listed, next } = answer.value;
    // What came over the socket meanwhile may be too new for the list.
    setItems((now = []) => [...excludeKnown(now, [...(before ?? []), ...listed]), ...listed]);
    setNext(next);
  }, [api]);
  useEffect(() => void reload(), [reload]);

  const changed = useRef(() => {});
  changed.current = reloadConnections;
  const isLoaded = items !== undefined;
  const newest = items?.[0]?.seq ?? 0;
  // Once, from the newest item of the first list.
  useEffect(() => {
    if (!liveUrl || !isLoaded) return;
    return followFeed(liveUrl, newest, {
      onState: setLive,
      onSignedOut: expire,
      onActivities(newest) {
        setItems((before = []) => [...excludeKnown(newest, before), ...before]);
        setArrived((before) => before + newest.length);
        for (const account of new Set(newest.map(({ connectionId }) => connectionId))) changes.notify(account);
      },
      onConnections: () => changed.current(),
      onConnected: (account) => changes.notify(account),
      onLost() {
        void reload();
        changes.notifyAll();
      },
    });
  }, [liveUrl, isLoaded]);

  return {
    items,
    failure,
    liveState: liveState,
    arrivedCount: arrivedCount,
    hasMore: next !== "",
    reload,
    async loadMore() {
      const answer = await listActivity(api, next);
      if (!answer.ok) return setFailure(answer.failure);
      setItems((before = []) => [...before, ...excludeKnown(answer.value.items, before)]);
      setNext(answer.value.next);
    },
    replace: (item) => setItems((before) => before?.map((one) => (one.id === item.id ? item : one))),
  };
}

function excludeKnown(items: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  const known = new Set(others.map(({ id }) => id));
  return items.filter(({ id }) => !known.has(id));
}

interface Listeners {
  readonly onState: (state: LiveState) => void;
  readonly onSignedOut: () => void;
  /** The newest first. */
  readonly onActivities: (items: readonly Activity[]) => void;
  readonly onConnections: () => void;
  /** An account can be read again. */
  readonly onConnected: (account: string) => void;
  readonly onLost: () => void;
}

const activityBatchMs = 50;
const connectionBatchMs = 300;

function followFeed(url: string, from: number, listeners: Listeners): () => void {
  const { onActivities, onConnections, onConnected, onLost, ...rest } = listeners;
  let send: (message: object) => void = () => {};
  const activities = createBatch<Activity>(activityBatchMs, (all) => onActivities(all.toReversed()));
  const connections = createBatch<string>(connectionBatchMs, onConnections);
  const receiver: FrameSequencer = createFrameSequencer({
    from,
    requestFrames: (after) => send({ action: "resume", after }),
    onLost() {
      onLost();
      connections.add("resync");
    },
    deliver({ type, data }) {
      if (type === "activity") activities.add(readActivity(data));
      if (type === "connection.changed" || type === "channel.changed") connections.add(type);
      const { id, change } = readRecord(data);
      if (type === "connection.changed" && change === "connected") onConnected(readText(id));
    },
  });
  const end = openReconnectingSocket({
    url,
    token: () => loadSession()?.accessToken,
    ...rest,
    onMessage: receiver.receive,
    onOpen(sender) {
      send = sender;
      send({ action: "resume", after: receiver.position() });
    },
  });
  return () => {
    activities.stop();
    connections.stop();
    end();
  };
}
