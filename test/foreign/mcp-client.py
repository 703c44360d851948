# Lists the tools of an MCP server and calls those given on the command line, with the official client:
# python mcp-client.py <url> <mode> <tool>=<arguments as JSON>…
# Prints what it got as one line of JSON. The bearer token is in TOKEN.
import asyncio
import json
import os
import sys

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client


async def main(url, mode, calls):
    headers = {"authorization": "Bearer " + os.environ["TOKEN"]}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            results = {}
            for call in calls:
                name, _, arguments = call.partition("=")
                result = await client.call_tool(name, json.loads(arguments))
                results[name] = {"isError": bool(result.is_error), "structured": result.structured_content}
            print(json.dumps({"version": client.protocol_version, "tools": tools, "results": results}))


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
