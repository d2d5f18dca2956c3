using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>What Haraka's outbound tells: <c>delivered …</c>, <c>recipient &lt;…&gt; deferred: …</c> or <c>recipient &lt;…&gt; rejected: …</c>.</summary>
internal static partial class HarakaDelivery
{
    /// <summary>The answer, and how many recipients it is of; null where the line tells of none.</summary>
    public static (RemoteAnswer Answer, int Recipients)? Parse(string said)
    {
        if (Refused().Match(said) is { Success: true } refused)
        {
            return (new RemoteAnswer(refused.Groups["to"].Value, refused.Groups["outcome"].ValueSpan is "deferred" ? DeliveryStatus.Deferred : DeliveryStatus.Bounced) { Reply = refused.Groups["reply"].Value }, 1);
        }

        if (Delivered().Match(said) is not { Success: true } delivered)
        {
            return null;
        }

        // One line for all recipients at a domain, without their names.
        var answer = new RemoteAnswer("…@" + delivered.Groups["domain"].Value, DeliveryStatus.Sent)
        {
            Relay = delivered.Groups["host"].Value,
            RelayAddress = delivered.Groups["ip"].Value,
            Port = int.TryParse(delivered.Groups["port"].ValueSpan, out var port) ? port : null,
            Reply = delivered.Groups["reply"].Value,
            DelaySeconds = double.TryParse(delivered.Groups["delay"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var delay) ? delay : null,
        };
        return (answer, int.TryParse(delivered.Groups["count"].ValueSpan, out var count) && count is > 1 and <= 10_000 ? count : 1);
    }

    [GeneratedRegex(@"^delivered file=\S+ domain=(?<domain>\S+) host=""?(?<host>[^\s""]+)""? ip=(?<ip>\S+) port=(?<port>[0-9]+) mode=SMTP .*?response=""(?<reply>.*)"" delay=(?<delay>[0-9.]+) fails=[0-9]+ rcpts=(?<count>[0-9]+)/", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivered();

    [GeneratedRegex(@"^recipient <(?<to>[^>]*)> (?<outcome>deferred|rejected): (?<reply>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Refused();
}
