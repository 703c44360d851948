"""Lets MiniStack 1.5.33 deploy what it refuses of a stage's observability stack: saved queries of CloudWatch Logs, and alarms on
more than one metric or on a band of expected values. It keeps them and evaluates none of them."""

import uuid

from ministack.services.cloudformation import provisioners

record_alarm = provisioners._cw_metric_alarm_record


def record(name, props):
    """A metric that nothing writes stands for the expression, so that the alarm stays without data."""
    if not props.get("Metrics"):
        return record_alarm(name, props)
    stand_in = {"MetricName": "Expression", "Namespace": "NotEvaluated", "Threshold": props.get("Threshold", 0)}
    return record_alarm(name, {**props, "Metrics": None, **stand_in})


def keep_query(logical_id, props, stack_name):
    """Ref is the query definition's id: docs.aws.amazon.com, AWS::Logs::QueryDefinition."""
    query_id = str(uuid.uuid4())
    return query_id, {"QueryDefinitionId": query_id}


def forget_query(physical_id, props):
    """Nothing reads a saved query."""


provisioners._cw_metric_alarm_record = record
provisioners._RESOURCE_HANDLERS["AWS::Logs::QueryDefinition"] = {"create": keep_query, "delete": forget_query}
