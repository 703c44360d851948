import { listEvents, listMessages, listRepositories } from "../api/trials.ts";
import { useDesk } from "../page/desk.ts";
import { TryFigma } from "./try-figma.tsx";
import { TryList } from "./try-list.tsx";
import type { TryProps } from "./try-props.ts";
import { TrySlack } from "./try-slack.tsx";

/** Proves that an account works, with the shortest useful call of its provider. */
export function TryIt({ connection, onReconnect }: TryProps) {
  return (
    <section class="try" aria-label={`Test ${connection.accountName}`}>
      <Trial connection={connection} onReconnect={onReconnect} />
    </section>
  );
}

function Trial({ connection, onReconnect }: TryProps) {
  const { api } = useDesk();
  const { id, provider } = connection;
  const list = { onReconnect };
  if (provider === "slack") return <TrySlack connection={connection} onReconnect={onReconnect} />;
  if (provider === "figma") return <TryFigma connection={connection} onReconnect={onReconnect} />;
  if (provider === "github")
    return <TryList {...list} load={() => listRepositories(api, id)} one="repository" many="repositories" />;
  if (provider === "gmail")
    return <TryList {...list} load={() => listMessages(api, id)} one="message" many="messages" />;
  if (provider === "calendar") return <TryList {...list} load={() => listEvents(api, id)} one="event" many="events" />;
  return <p class="fine">There is nothing to test for this provider yet.</p>;
}
