using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>How much an account was used, for people: addresses and counts come together by quarter of an hour.</summary>
internal static class UsageOutput
{
    public static GeoUsage[] Of(AccountActivity activity)
    {
        var addresses = Addresses(activity);
        var counts = activity.Of(CountEvidence.Kind).All.ToDictionary(count => count.Age);
        return
        [
            .. Enumerable.Range(0, SlotSet.Capacity)
                .Reverse()
                .Where(age => addresses[age] > 0 || counts.ContainsKey(age))
                .Select(age => Of(new Slot(activity.Head.Index - age), addresses[age], counts.Count == 0 ? null : counts.GetValueOrDefault(age))),
        ];
    }

    public static int? MostAddresses(AccountActivity activity) => activity.Of(AddressEvidence.Kind).IsEmpty ? null : Addresses(activity).Max();

    private static GeoUsage Of(Slot slot, int addresses, SlotCount? count) =>
        new(slot.Start, addresses, count?.Auths, count?.Recipients, count?.WatchOnlyAuths, count?.WatchOnlyRecipients);

    private static int[] Addresses(AccountActivity activity)
    {
        var seen = new int[SlotSet.Capacity];
        foreach (var address in activity.Of(AddressEvidence.Kind).All)
        {
            for (var slots = address.Slots; !slots.IsEmpty; slots = slots.Without(slots.NewestAge))
            {
                seen[slots.NewestAge]++;
            }
        }

        return seen;
    }
}
