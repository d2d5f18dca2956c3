namespace AbuseServerless.Deliveries;

/// <summary>A file of reply rules or providers cannot be used. The message names the file, and the rule or provider in it.</summary>
public sealed class DeliveryFileException : Exception
{
    /// <summary>Without a message.</summary>
    public DeliveryFileException()
    {
    }

    /// <param name="message">What is wrong, and where.</param>
    public DeliveryFileException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">What showed it.</param>
    public DeliveryFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
