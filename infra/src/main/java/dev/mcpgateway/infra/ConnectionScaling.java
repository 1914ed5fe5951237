package dev.mcpgateway.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentTier;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.MetricAggregationType;
import software.amazon.awscdk.services.applicationautoscaling.ScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.StepScalingAction;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.Unit;
import software.amazon.awscdk.services.cloudwatch.actions.ApplicationScalingAction;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.ecs.TrackCustomMetricProps;
import software.constructs.Construct;

/**
 * Tasks follow the connections that are open, since open streams use no CPU: target tracking keeps their mean, and a step adds
 * two tasks at once when it is doubled, which tracking alone would take minutes for. CPU is tracked as well, for calls; the
 * service shrinks only when both agree.
 */
final class ConnectionScaling {
    private ConnectionScaling() {}

    static void of(GatewayService gateway, Parameters parameters) {
        ScalableTaskCount tasks = gateway.service()
                .getService()
                .autoScaleTaskCount(EnableScalingProps.builder()
                        .minCapacity(parameters.minTasks())
                        .maxCapacity(parameters.maxTasks())
                        .build());
        Metric connections = Metric.Builder.create()
                .namespace(GatewayTask.METRIC_NAMESPACE)
                .metricName("ActiveConnections")
                .dimensionsMap(Map.of("ServiceName", GatewayService.NAME))
                .statistic("Average")
                .unit(Unit.COUNT)
                .period(Duration.minutes(1))
                .build();
        tasks.scaleToTrackCustomMetric(
                "Connections",
                TrackCustomMetricProps.builder()
                        .metric(connections)
                        .targetValue(Limits.CONNECTIONS)
                        .scaleOutCooldown(Limits.SCALE_OUT_COOLDOWN)
                        .scaleInCooldown(Limits.SCALE_IN_COOLDOWN)
                        .build());
        tasks.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(Limits.CPU_PERCENT)
                        .scaleOutCooldown(Limits.SCALE_OUT_COOLDOWN)
                        .scaleInCooldown(Limits.SCALE_IN_COOLDOWN)
                        .build());
        addTwoAtOnce(tasks, connections);
    }

    /** Step by step, since the construct for it wants a second step, and its alarm, that would change nothing. */
    private static void addTwoAtOnce(ScalableTaskCount tasks, Metric connections) {
        Construct scope = tasks;
        StepScalingAction action = StepScalingAction.Builder.create(scope, "TwoMore")
                .scalingTarget((ScalableTarget) tasks.getNode().findChild("Target"))
                .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                .metricAggregationType(MetricAggregationType.AVERAGE)
                .cooldown(Limits.SCALE_OUT_COOLDOWN)
                .build();
        action.addAdjustment(
                AdjustmentTier.builder().adjustment(2).lowerBound(0).build());
        Alarm alarm = Alarm.Builder.create(scope, "ManyConnections")
                .alarmDescription("So many connections a task that two more tasks are started at once")
                .metric(connections)
                .threshold(Limits.MANY_CONNECTIONS)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new ApplicationScalingAction(action));
    }
}
