using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>The one SASL mechanism that the Event Hubs client speaks. It lets everyone in; tokens follow over $cbs.</summary>
internal sealed class CbsSaslProfile() : SaslProfile(Name)
{
    public const string Name = "MSSBCBS";

    protected override ITransport UpgradeTransport(ITransport transport) => transport;

    protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = Name };

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}
