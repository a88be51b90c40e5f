"""The improvement room."""

from django.apps import AppConfig

EVENTS = {  # how this room's audit events read
    "strategy.written improvement.StrategyVersion": "wrote version {version} of the strategy “{title}”",
    "strategy.written improvement.OwnStrategyVersion": "wrote version {version} of the own strategy “{title}”",
    "strategy.retired improvement.Strategy": "took the strategy “{title}” out of what is offered",
    "evidence.kept improvement.EvidenceFile": "kept the file {file} beside an entry of a strategy’s log",
    "evidence.removed improvement.EvidenceFile": "destroyed the file {file} beside an entry of a strategy’s log",
    "plan.written districts.PlanText": "wrote version {version} of the plan, “{title}”",
    "resource.kept improvement.Resource": "kept the resource “{title}”",
    "support.noted improvement.EvaluationSupport": "noted support of {district}’s evaluation system ({kind})",
    "strategy.step improvement.AdoptionStep": "put “{title}” down as {stage} from {since} on",
    "strategy.milestone improvement.Milestone": "set a milestone of “{title}” for {due}",
    "strategy.progress improvement.Progress": "logged progress with “{title}”",
    "causes.written improvement.CauseVersion": "wrote version {version} of the cause “{title}”",
    "causes.study improvement.GapStudy": "began to look into the gap “{gap}”",
    "causes.claim improvement.Claim": "held “{title}” as a cause of “{gap}”: {confidence}",
    "causes.evidence improvement.Evidence": "added evidence about the cause “{title}”",
    "causes.link improvement.CauseLink": "said whether “{begin}” feeds “{end}”",
}


class ImprovementConfig(AppConfig):
    name = "monitoring.improvement"
    label = "improvement"

    def ready(self) -> None:
        from districts.audit_words import PHRASES
        from monitoring.intake.files import NAMED_ABOVE

        from .actions.keep_evidence import names_of_evidence

        PHRASES.update(EVENTS)
        NAMED_ABOVE.append(names_of_evidence)
