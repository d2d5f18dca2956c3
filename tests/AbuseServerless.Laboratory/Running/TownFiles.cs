using System.Globalization;
using AbuseServerless.Laboratory.Population;

namespace AbuseServerless.Laboratory.Running;

/// <summary>A population as files, for <c>replay</c> and for other programs.</summary>
internal static class TownFiles
{
    /// <summary>Writes <c>auth.jsonl</c>, <c>deliveries.jsonl</c> and <c>labels.csv</c> (account, kind, stolen at, spam messages) into a folder, which is made where there is none.</summary>
    public static void Write(Town town, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "auth.jsonl"), town.Told.Where(told => !told.IsDelivery).Select(told => told.Body));
        File.WriteAllLines(Path.Combine(folder, "deliveries.jsonl"), town.Told.Where(told => told.IsDelivery).Select(told => told.Body));
        File.WriteAllLines(
            Path.Combine(folder, "labels.csv"),
            town.Subjects
                .Select(subject => string.Create(CultureInfo.InvariantCulture, $"{subject.Account},\"{subject.Kind}\",{subject.StolenAt?.UtcDateTime:O},{subject.Spam.Count}"))
                .Prepend("account,kind,stolenAt,spam"));
    }
}
