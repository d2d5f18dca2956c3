namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>The types of Kusto that occur here; its numbers are one.</summary>
internal enum KustoType
{
    /// <summary>Text; null is the empty one.</summary>
    String,

    /// <summary><c>int</c>, <c>long</c> and <c>real</c>.</summary>
    Number,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A time, UTC.</summary>
    DateTime,

    /// <summary>A length of time.</summary>
    TimeSpan,

    /// <summary>Any JSON.</summary>
    Dynamic,
}

/// <summary>A table, or what a query has made of one.</summary>
/// <param name="Columns">Its columns with their types.</param>
/// <param name="Rows">Its rows, with a value for each column.</param>
internal sealed record KustoTable(IReadOnlyDictionary<string, KustoType> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);

/// <summary>A part of an operator that is worked out for a row.</summary>
/// <param name="Type">What comes of it.</param>
/// <param name="Name">What its column is called where the query does not say; null where Kusto numbers it.</param>
/// <param name="Of">Its value.</param>
internal sealed record Expression(KustoType Type, string? Name, Func<IReadOnlyDictionary<string, object?>, object?> Of);

/// <summary>A query says what cannot be, or what is not known here.</summary>
internal sealed class KustoException(string message) : Exception(message);
