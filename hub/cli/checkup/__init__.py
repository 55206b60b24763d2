"""What `hub doctor` looks at: one module an organ. Each check looks and answers; none of them changes anything."""
