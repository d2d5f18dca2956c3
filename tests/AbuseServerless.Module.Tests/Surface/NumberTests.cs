using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Surface;

/// <summary>The module's values are made from the domain's by their numbers.</summary>
public sealed class NumberTests(Installation installation)
{
    [Theory]
    [InlineData("GeoVerdict", typeof(Verdict))]
    [InlineData("GeoSuspensionState", typeof(SuspensionState))]
    [InlineData("GeoJudgement", typeof(Judgement))]
    [InlineData("GeoEnforcementMode", typeof(EnforcementMode))]
    [InlineData("GeoExemptionKind", typeof(ExemptionKind))]
    [InlineData("GeoQueueState", typeof(QueuedMailState))]
    [InlineData("GeoQueueHolder", typeof(QueueHolder))]
    [InlineData("GeoReplyClass", typeof(ReplyClass))]
    public async Task Each_name_has_the_number_that_it_has_in_the_domain(string name, Type domain)
    {
        var result = await installation.RunAsync(
            """
            foreach ($value in [enum]::GetValues("AbuseServerless.PowerShell.$env:NAME" -as [type])) { "$value $([int]$value)" }
            """,
            ("NAME", name));

        Assert.Equal(Enum.GetValuesAsUnderlyingType(domain).Cast<int>().Select(value => $"{Enum.GetName(domain, value)} {value}"), result.WithoutError().Lines);
    }
}
