namespace AbuseServerless.Ingestion.Logs.Exim;

/// <summary>How Exim writes addresses and hosts into its log, as patterns. Each has one way to match, so that no text takes long.</summary>
internal static class EximAddress
{
    /// <summary>An address: a quoted local part may hold blanks. A colon with a blank behind it ends one.</summary>
    public const string Mailbox = @"(?:""(?:[^""\\]|\\.)*""|[^\s"":]|:[^\s""])+";

    /// <summary>A client: name, what it called itself in parentheses, address, port. Nothing in front of the address holds a blank or a bracket, so that no client can write one.</summary>
    public const string Client = @"(?:[^\s()\[\]]+ )?(?:\((?:\[[^\s()\[\]]*\]|[^\s()\[\]]*)\)(?::[0-9]+)? )?\[(?<ip>[0-9A-Fa-f.:]+)\](?::[0-9]+)?";
}
