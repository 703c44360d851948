"""Lets MiniStack 1.5.33 deploy saved queries of CloudWatch Logs: its CloudFormation does not know the type."""

import uuid

from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS


def keep(logical_id, props, stack_name):
    """Ref is the query definition's id: docs.aws.amazon.com, AWS::Logs::QueryDefinition."""
    query_id = str(uuid.uuid4())
    return query_id, {"QueryDefinitionId": query_id}


def forget(physical_id, props):
    """Nothing reads a saved query."""


_RESOURCE_HANDLERS.setdefault("AWS::Logs::QueryDefinition", {"create": keep, "delete": forget})
