using Amazon.Runtime;

namespace Amazon.EMRServerless;

public sealed class JobRunState : ConstantClass
{
    public static readonly JobRunState SUBMITTED = new("SUBMITTED");

    /// <summary>Waits for capacity of the application.</summary>
    public static readonly JobRunState QUEUED = new("QUEUED");
    public static readonly JobRunState PENDING = new("PENDING");
    public static readonly JobRunState SCHEDULED = new("SCHEDULED");
    public static readonly JobRunState RUNNING = new("RUNNING");
    public static readonly JobRunState SUCCESS = new("SUCCESS");
    public static readonly JobRunState FAILED = new("FAILED");
    public static readonly JobRunState CANCELLING = new("CANCELLING");
    public static readonly JobRunState CANCELLED = new("CANCELLED");

    public JobRunState(string value)
        : base(value) { }

    public static implicit operator JobRunState(string value) => FindValue<JobRunState>(value);
}
