using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Addresses;

/// <summary>Concurrency: distinct client addresses within one slot. Those of watch-only networks count to watch, not to suspend.</summary>
public sealed class AddressesNet(AddressesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Addresses";

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [AddressEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity) =>
        activity.Of(AddressEvidence.Kind).All is var addresses && addresses.Count < options.Lowest
            ? null
            : Find(addresses, Verdict.Suspend, options.Suspend) ?? Find(addresses, Verdict.Watch, options.Watch);

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity) => Find(activity.Of(AddressEvidence.Kind).All, Verdict.Suspend, options.Watch);

    // The earliest slot that reaches the threshold.
    private static Finding? Find(IReadOnlyList<AddressActivity> addresses, Verdict verdict, Threshold threshold)
    {
        Span<int> seen = stackalloc int[SlotSet.Capacity];
        seen.Clear();
        foreach (var address in addresses)
        {
            if (verdict == Verdict.Suspend && address.IsWatchOnly)
            {
                continue;
            }

            for (var slots = address.Slots; !slots.IsEmpty; slots = slots.WithoutNewest())
            {
                seen[slots.NewestAge]++;
            }
        }

        for (var age = SlotSet.Capacity - 1; age >= 0; age--)
        {
            if (threshold.IsReachedBy(seen[age]))
            {
                var summary = $"{Quantity.Of(seen[age], "client address", "client addresses")} within 15 minutes";
                return new Finding(Name, verdict, seen[age], threshold.Value, age, 1, summary);
            }
        }

        return null;
    }
}
