"""Patches two faults of MiniStack 1.5.33: it opens a WebSocket without the subprotocol that the $connect integration chose, so
that browsers close it, and it answers 403 whatever status the integration refused with. API Gateway passes on both."""

from contextvars import ContextVar

from ministack.services import apigateway

invoke = apigateway._invoke_ws_lambda
handle = apigateway.handle_websocket
answer_to_connect = ContextVar("answer_to_connect")


async def note_answer(api_id, account_id, region, route, stage, connection_id, event_type, *rest, **named):
    answer = await invoke(api_id, account_id, region, route, stage, connection_id, event_type, *rest, **named)
    if event_type == "CONNECT":
        answer_to_connect.set(answer or {})
    return answer


def header(answer, wanted):
    headers = answer.get("headers") or {}
    return next((value for name, value in headers.items() if name.lower() == wanted), None)


async def repaired(scope, receive, send, *rest, **named):
    answer_to_connect.set({})
    opened = False

    async def sent(message):
        nonlocal opened
        answer = answer_to_connect.get()
        if message["type"] == "websocket.accept":
            opened = True
            message = {**message, "subprotocol": header(answer, "sec-websocket-protocol")}
        elif message["type"] == "websocket.close" and not opened and "statusCode" in answer:
            await apigateway._refuse_ws_handshake(scope, send, int(answer["statusCode"]), "", "", "")
            return
        await send(message)

    await handle(scope, receive, sent, *rest, **named)


apigateway._invoke_ws_lambda = note_answer
apigateway.handle_websocket = repaired
